/*
 * Raft as in zoo/replication/raft.ts: N = 2 or 3 servers, up to TERMS <= 3 terms, logs of one entry, over
 * reliable unordered channels. Anybody may stand in the next term at any time; a leader appends an entry of
 * its own if its log is empty.
 *
 * Written for SPIN's speed, and so that one SPIN state is one configuration:
 *  - a single process whose only control state is its loop; every receive and every timer is one d_step;
 *  - a log is the term of its entry, or 0; so a log is as up to date as another if it is no less;
 *  - whom a leader knows to have the entry is whom it supposes to have it, and of nobody else it knows
 *    anything; so both are one bit for each other server;
 *  - between two servers nothing is in transit twice but an acknowledgement, of which there are at most
 *    two of a term. The rest are bits; a request carries the log's term, and two bits say it (plus one);
 *  - a leader of term t sends an entry of a term e <= t, as committed or not: bit 2 (e - 1) + c of its
 *    2 t + 1 bits. The last of these says that nothing is new but that the entry of term t is committed. Only who has
 *    acknowledged that entry is told so; so nobody refuses.
 *
 * Every event takes a message or a timer away, so every transition changes the configuration.
 */
#ifndef N
#define N 3
#endif
#ifndef TERMS
#define TERMS 2
#endif

#define BIT(k) (1 << (k))
#define SIZE(set) (((set) & 1) + (((set) >> 1) & 1) + (((set) >> 2) & 1))
#define MAJORITY(others) (2 * (1 + SIZE(others)) > N)

/* Fields of two bits for each term: field t of w, w without it, and x placed in it. */
#define FIELD(w, t) (((w) >> (2 * ((t) - 1))) & 3)
#define CLEARED(w, t) ((w) & ~(3 << (2 * ((t) - 1))))
#define PLACED(x, t) ((x) << (2 * ((t) - 1)))

/* The bit of an append: with an entry of term e, as committed (c = 1) or not; and without one. */
#define ENTRY(t, e, c) ((t) * (t) - 1 + 2 * ((e) - 1) + (c))
#define NOTICE(t) ((t) * (t) - 1 + 2 * (t))

#define FOLLOWER 0
#define CANDIDATE 1
#define LEADER 2

/* One word of 32 bits each. */
typedef Server {
  unsigned term : 2;
  unsigned part : 2;
  unsigned voted : 2;     /* one more than the number of the server, or 0 */
  unsigned log : 2;       /* the term of the entry, or 0 */
  unsigned votes : 3;     /* of a candidate: who else votes for it */
  unsigned known : 3;     /* of a leader: who else has the entry */
  unsigned committed : 1;
  unsigned standing : 1 = 1;  /* timers */
  unsigned commanding : 1
}

/* What is in transit from one server to another. */
typedef Link {
  unsigned requests : 6;  /* field t: one more than the term of the log of who stands in term t */
  unsigned votes : 3;     /* bit t - 1 */
  unsigned appends : 15;
  unsigned done : 6       /* field t: the number of acknowledgements */
}

Server server[N];
Link link[N * (N - 1)];

#define S(i) server[i]
#define L(a, b) link[(a) * (N - 1) + (b) - ((b) > (a) -> 1 : 0)]

/* In each term one leader; of two logs of one entry nothing is left to say but what is committed. */
#define PAIR_SAFE(i, j) \
  (!(S(i).part == LEADER && S(j).part == LEADER && S(i).term == S(j).term) && \
   !(S(i).part == LEADER && S(j).term < S(i).term && S(j).committed && S(j).log != S(i).log) && \
   !(S(j).part == LEADER && S(i).term < S(j).term && S(i).committed && S(i).log != S(j).log) && \
   !(S(i).committed && S(j).committed && S(i).log != S(j).log))
#if N == 2
#define SAFE assert(PAIR_SAFE(0, 1))
#define OTHERS(DO, i) DO(i, 1 - (i))
#else
#define SAFE assert(PAIR_SAFE(0, 1) && PAIR_SAFE(0, 2) && PAIR_SAFE(1, 2))
#define OTHERS(DO, i) DO(i, ((i) + 1) % 3); DO(i, ((i) + 2) % 3)
#endif

#define NOTICE_TERM(i, t) \
  if \
  :: t > S(i).term -> \
     S(i).term = t; S(i).voted = 0; S(i).part = FOLLOWER; S(i).votes = 0; S(i).known = 0; S(i).standing = 1 \
  :: else \
  fi

#define REQUEST(i, j) \
  L(i, j).requests = L(i, j).requests | PLACED(1 + S(i).log, S(i).term)

#define STAND(i) \
  :: d_step { S(i).standing -> \
       if \
       :: S(i).term < TERMS -> \
          S(i).term = S(i).term + 1; S(i).voted = (i) + 1; S(i).part = CANDIDATE; S(i).votes = 0; \
          OTHERS(REQUEST, i) \
       :: else -> S(i).standing = 0 \
       fi }

/* A leader's entry goes to another server, which does not have it yet as far as the leader knows. */
#define APPEND(i, j) \
  L(i, j).appends = L(i, j).appends | BIT(ENTRY(S(i).term, S(i).log, S(i).committed))

#define COMMAND(i) \
  :: d_step { S(i).commanding -> \
       S(i).commanding = 0; \
       if \
       :: S(i).part == LEADER && S(i).log == 0 -> S(i).log = S(i).term; OTHERS(APPEND, i); SAFE \
       :: else \
       fi }

/* j has asked i for its vote. */
#define REQUESTED(i, j, t) \
  :: d_step { FIELD(L(j, i).requests, t) -> \
       last = FIELD(L(j, i).requests, t) - 1; \
       L(j, i).requests = CLEARED(L(j, i).requests, t); \
       NOTICE_TERM(i, t); \
       if \
       :: t == S(i).term && (S(i).voted == 0 || S(i).voted == (j) + 1) && last >= S(i).log -> \
          S(i).voted = (j) + 1; \
          L(i, j).votes = L(i, j).votes | BIT(t - 1) \
       :: else \
       fi; \
       last = 0 }

/* j has voted for i. */
#define VOTED(i, j, t) \
  :: d_step { L(j, i).votes & BIT(t - 1) -> \
       L(j, i).votes = L(j, i).votes ^ BIT(t - 1); \
       if \
       :: t == S(i).term && S(i).part == CANDIDATE -> \
          S(i).votes = S(i).votes | BIT(j); \
          if \
          :: MAJORITY(S(i).votes) -> \
             S(i).standing = 0; S(i).part = LEADER; S(i).votes = 0; \
             if \
             :: S(i).log > 0 -> OTHERS(APPEND, i) \
             :: else -> S(i).commanding = 1 \
             fi; \
             SAFE \
          :: else \
          fi \
       :: else \
       fi }

/* j has sent i an entry. */
#define APPENDED(i, j, t, e, c) \
  :: d_step { L(j, i).appends & BIT(ENTRY(t, e, c)) -> \
       L(j, i).appends = L(j, i).appends ^ BIT(ENTRY(t, e, c)); \
       NOTICE_TERM(i, t); \
       if \
       :: t == S(i).term -> \
          S(i).part = FOLLOWER; S(i).votes = 0; S(i).log = e; \
          S(i).committed = S(i).committed | c; \
          L(i, j).done = L(i, j).done + PLACED(1, t); \
          SAFE \
       :: else \
       fi }

/* j has told i that its entry is committed. */
#define NOTICED(i, j, t) \
  :: d_step { L(j, i).appends & BIT(NOTICE(t)) -> \
       L(j, i).appends = L(j, i).appends ^ BIT(NOTICE(t)); \
       NOTICE_TERM(i, t); \
       if \
       :: t == S(i).term -> \
          assert(S(i).log == t); \
          S(i).part = FOLLOWER; S(i).votes = 0; S(i).committed = 1; \
          SAFE \
       :: else \
       fi }

/* A leader who has committed its entry tells so; who is not known to have it gets it, too. */
#define TELL(i, j) \
  L(i, j).appends = L(i, j).appends | \
    BIT((S(i).known & BIT(j)) -> NOTICE(S(i).term) : ENTRY(S(i).term, S(i).term, 1))

/* j has acknowledged an entry of i. */
#define DONE(i, j, t) \
  :: d_step { FIELD(L(j, i).done, t) -> \
       L(j, i).done = L(j, i).done - PLACED(1, t); \
       if \
       :: t == S(i).term && S(i).part == LEADER && !(S(i).known & BIT(j)) -> \
          S(i).known = S(i).known | BIT(j); \
          if \
          :: !S(i).committed && S(i).log == t && MAJORITY(S(i).known) -> \
             S(i).committed = 1; OTHERS(TELL, i); SAFE \
          :: else \
          fi \
       :: else \
       fi }

#define OF_TERM(i, j, t) REQUESTED(i, j, t) VOTED(i, j, t) NOTICED(i, j, t) DONE(i, j, t) \
  APPENDED(i, j, t, 1, 0) APPENDED(i, j, t, 1, 1)
#define OF_ENTRY(i, j, t, e) APPENDED(i, j, t, e, 0) APPENDED(i, j, t, e, 1)

#if TERMS == 1
#define BETWEEN(i, j) OF_TERM(i, j, 1)
#elif TERMS == 2
#define BETWEEN(i, j) OF_TERM(i, j, 1) OF_TERM(i, j, 2) OF_ENTRY(i, j, 2, 2)
#else
#define BETWEEN(i, j) OF_TERM(i, j, 1) OF_TERM(i, j, 2) OF_ENTRY(i, j, 2, 2) \
  OF_TERM(i, j, 3) OF_ENTRY(i, j, 3, 2) OF_ENTRY(i, j, 3, 3)
#endif

hidden byte last; /* scratch inside a d_step, not part of a state */

active proctype system() {
  do
  STAND(0) COMMAND(0) BETWEEN(0, 1)
  STAND(1) COMMAND(1) BETWEEN(1, 0)
#if N > 2
  BETWEEN(0, 2) BETWEEN(1, 2)
  STAND(2) COMMAND(2) BETWEEN(2, 0) BETWEEN(2, 1)
#endif
  od
}
