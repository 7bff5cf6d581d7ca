/*
 * Single-decree Paxos, 1 <= PROPOSERS <= 3 and 1 <= ACCEPTORS <= 4, over reliable unordered channels: every
 * message is received exactly once, in any order. Proposer i has ballot i and its own value i.
 *
 * Initially every proposer has sent prepare(i) to every acceptor.
 *
 * Written for SPIN's speed, and so that one SPIN state is one configuration:
 *  - a single process whose only control state is its loop; every receive is one d_step;
 *  - no message is sent twice between the same two processes, so one bit per (proposer, acceptor) pair
 *    says whether a message of that kind is in transit; a receive takes it away;
 *  - a ballot determines its value: accept(b, v) is sent with v = the value of proposer b, which never
 *    changes afterwards. So (b, v) is written b alone: in an acceptor's accepted, in a promise in
 *    transit (two bits each, 0 when there is none), and in a proposer's best;
 *  - a proposer's phase is prepare when it has no value, else accept, or decided if in `decided`; the sets
 *    promised and acks share their bits, as each is empty in the phases of the other.
 *
 * Every receive takes a message out of transit, so every transition changes the configuration.
 */
#ifndef PROPOSERS
#define PROPOSERS 2
#endif
#ifndef ACCEPTORS
#define ACCEPTORS 3
#endif

/* Proposers are 1.., acceptors 0..; PAIR numbers a proposer and an acceptor, proposers being the rows. */
#define BIT(k) (1 << (k))
#define PAIR(p, a) (((p) - 1) * ACCEPTORS + (a))
#define ROW(p) (((1 << ACCEPTORS) - 1) << PAIR(p, 0))
#define EVERY_PAIR ((1 << (PROPOSERS * ACCEPTORS)) - 1)

/* Fields of two bits in one word: field k of w, w with field k cleared, and value x placed in field k. */
#define FIELD(w, k) (((w) >> (2 * (k))) & 3)
#define CLEARED(w, k) ((w) & ~(3 << (2 * (k))))
#define PLACED(x, k) ((x) << (2 * (k)))

#define SIZE(row) (((row) & 1) + (((row) >> 1) & 1) + (((row) >> 2) & 1) + (((row) >> 3) & 1))
#define MAJORITY(p) (2 * SIZE((answered & ROW(p)) >> PAIR(p, 0)) > ACCEPTORS)

/* The order of the declarations fills four words of 32 bits. */
unsigned promises : 24; /* the ballot that each promise in transit carries: field by pair */
unsigned best : 8;      /* field p: the greatest ballot among the promises received, or 0 */

unsigned preparing : 12 = EVERY_PAIR; /* prepare messages in transit, by pair */
unsigned promising : 12;              /* promise messages in transit, by pair */
unsigned value : 8;                   /* field p: the value of proposer p, 0 while it prepares */

unsigned accepting : 12; /* accept messages in transit, by pair */
unsigned accepts : 12;   /* accepted(b) in transit, on its way back, by pair */
unsigned promised : 8;   /* field a: the highest ballot acceptor a has promised, or 0 */

unsigned answered : 12;  /* promised while preparing, acks while accepting, by pair */
unsigned accepted : 8;   /* field a: the ballot acceptor a has accepted, or 0 */
unsigned decided : 4;    /* bit p */

hidden byte ballot; /* scratch inside a d_step, not part of a state */

#define SETTLED(p, q) (!(decided & BIT(q)) || FIELD(value, p) == FIELD(value, q))
#define AGREEMENT(p) assert(SETTLED(p, 1) && SETTLED(p, 2) && SETTLED(p, 3))

#define PREPARE(p, a) \
  :: d_step { preparing & BIT(PAIR(p, a)) -> \
       preparing = preparing ^ BIT(PAIR(p, a)); \
       if \
       :: p > FIELD(promised, a) -> \
          promised = CLEARED(promised, a) | PLACED(p, a); \
          promising = promising | BIT(PAIR(p, a)); \
          promises = promises | PLACED(FIELD(accepted, a), PAIR(p, a)) \
       :: else \
       fi }

#define PROMISE(p, a) \
  :: d_step { promising & BIT(PAIR(p, a)) -> \
       promising = promising ^ BIT(PAIR(p, a)); \
       ballot = FIELD(promises, PAIR(p, a)); \
       promises = CLEARED(promises, PAIR(p, a)); \
       if \
       :: FIELD(value, p) == 0 -> \
          answered = answered | BIT(PAIR(p, a)); \
          if :: ballot > FIELD(best, p) -> best = CLEARED(best, p) | PLACED(ballot, p) :: else fi; \
          if \
          :: MAJORITY(p) -> \
             ballot = FIELD(best, p); \
             value = value | PLACED((ballot == 0 -> p : FIELD(value, ballot)), p); \
             best = CLEARED(best, p); \
             answered = answered & ~ROW(p); \
             accepting = accepting | ROW(p) \
          :: else \
          fi \
       :: else \
       fi }

#define ACCEPT(p, a) \
  :: d_step { accepting & BIT(PAIR(p, a)) -> \
       accepting = accepting ^ BIT(PAIR(p, a)); \
       if \
       :: p >= FIELD(promised, a) -> \
          promised = CLEARED(promised, a) | PLACED(p, a); \
          accepted = CLEARED(accepted, a) | PLACED(p, a); \
          accepts = accepts | BIT(PAIR(p, a)) \
       :: else \
       fi }

#define ACCEPTED(p, a) \
  :: d_step { accepts & BIT(PAIR(p, a)) -> \
       accepts = accepts ^ BIT(PAIR(p, a)); \
       if \
       :: !(decided & BIT(p)) -> \
          answered = answered | BIT(PAIR(p, a)); \
          if \
          :: MAJORITY(p) -> \
             decided = decided | BIT(p); \
             answered = answered & ~ROW(p); \
             AGREEMENT(p) \
          :: else \
          fi \
       :: else \
       fi }

#define BETWEEN(p, a) PREPARE(p, a) PROMISE(p, a) ACCEPT(p, a) ACCEPTED(p, a)

#if ACCEPTORS == 1
#define PROPOSER(p) BETWEEN(p, 0)
#elif ACCEPTORS == 2
#define PROPOSER(p) BETWEEN(p, 0) BETWEEN(p, 1)
#elif ACCEPTORS == 3
#define PROPOSER(p) BETWEEN(p, 0) BETWEEN(p, 1) BETWEEN(p, 2)
#else
#define PROPOSER(p) BETWEEN(p, 0) BETWEEN(p, 1) BETWEEN(p, 2) BETWEEN(p, 3)
#endif

active proctype system() {
  do
  PROPOSER(1)
#if PROPOSERS > 1
  PROPOSER(2)
#endif
#if PROPOSERS > 2
  PROPOSER(3)
#endif
  od
}
