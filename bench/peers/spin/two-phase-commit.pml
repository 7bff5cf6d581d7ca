/*
 * Two-phase commit (the TLA+ example TwoPhase) for N resource managers, 1 <= N <= 9.
 *
 * Messages form a set: they are never removed and may be received again.
 *
 * Written for SPIN's speed, and so that one SPIN state is one configuration:
 *  - a single process whose only control state is its loop; every command is one d_step;
 *  - one bit mask over the resource managers per fact, packed into bit fields. A resource manager is
 *    working when it is in none of `prepared`, `committed` and `aborted`, which are disjoint;
 *  - the messages Commit and Abort are sent exactly when the transaction manager decides and are never
 *    removed, so `manager` says whether they are there.
 *
 * A receive that changes nothing is left out, as its guard tells beforehand: fewer transitions, equal
 * states. With -DIDLE_RECEIVES they are taken, which gives the number of transitions that a checker
 * counts for which every enabled receive is an event.
 */
#ifndef N
#define N 3
#endif
#define ALL ((1 << N) - 1)
#define BIT(i) (1 << (i))

#define INIT 0
#define COMMITTED 1
#define ABORTED 2

unsigned manager : 2;   /* INIT, COMMITTED or ABORTED */
unsigned heard : 9;     /* tmPrepared: whose Prepared the transaction manager has received */
unsigned sent : 9;      /* whose Prepared message has been sent */
unsigned prepared : 9;  /* resource managers in state prepared */
unsigned committed : 9; /* … committed */
unsigned aborted : 9;   /* … aborted */

/* The invariant. It speaks of resource managers only, so it is checked where one of them decides. */
#define AGREEMENT assert(committed == 0 || aborted == 0)

#ifdef IDLE_RECEIVES
#define NEWS(condition) true
#else
#define NEWS(condition) condition
#endif

#define RESOURCE_MANAGER(i) \
  :: d_step { /* TMRcvPrepared */ (sent & BIT(i)) && NEWS(manager == INIT && !(heard & BIT(i))) -> \
       if :: manager == INIT -> heard = heard | BIT(i) :: else fi } \
  :: d_step { /* RMPrepare */ !((prepared | committed | aborted) & BIT(i)) -> \
       prepared = prepared | BIT(i); sent = sent | BIT(i) } \
  :: d_step { /* RMChooseToAbort */ !((prepared | committed | aborted) & BIT(i)) -> \
       aborted = aborted | BIT(i); AGREEMENT } \
  :: d_step { /* RMRcvCommit */ manager == COMMITTED && NEWS(!(committed & BIT(i))) -> \
       prepared = prepared & (ALL ^ BIT(i)); aborted = aborted & (ALL ^ BIT(i)); \
       committed = committed | BIT(i); AGREEMENT } \
  :: d_step { /* RMRcvAbort */ manager == ABORTED && NEWS(!(aborted & BIT(i))) -> \
       prepared = prepared & (ALL ^ BIT(i)); committed = committed & (ALL ^ BIT(i)); \
       aborted = aborted | BIT(i); AGREEMENT }

/* With -DLIVENESS everybody is asked to commit or abort. Without idle receives nothing goes on for ever. */
#ifdef LIVENESS
ltl everybodyEnds { <> ((committed | aborted) == ALL) }
#endif

active proctype system() {
  do
  :: d_step { /* TMCommit */ manager == INIT && heard == ALL -> manager = COMMITTED }
  :: d_step { /* TMAbort */ manager == INIT -> manager = ABORTED }
  RESOURCE_MANAGER(0)
#if N > 1
  RESOURCE_MANAGER(1)
#endif
#if N > 2
  RESOURCE_MANAGER(2)
#endif
#if N > 3
  RESOURCE_MANAGER(3)
#endif
#if N > 4
  RESOURCE_MANAGER(4)
#endif
#if N > 5
  RESOURCE_MANAGER(5)
#endif
#if N > 6
  RESOURCE_MANAGER(6)
#endif
#if N > 7
  RESOURCE_MANAGER(7)
#endif
#if N > 8
  RESOURCE_MANAGER(8)
#endif
  od
}
