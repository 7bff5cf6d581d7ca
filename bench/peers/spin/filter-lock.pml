/*
 * Peterson's lock for N processes with N - 1 waiting rooms (the filter lock). Every read or write of a shared
 * variable is one step, together with what the process makes of it for itself (d_step); so is the moment in
 * the critical section. What is not needed any more is set back, so that one SPIN state is one configuration.
 *
 * k is the process whose room is read next; NEXT skips the process itself. With -DPASSAGES=3 each process
 * counts its passages modulo 3.
 */
#ifndef N
#define N 4
#endif
#define NEXT(k) (k + 1 == _pid -> k + 2 : k + 1)

/* With -DLIVENESS the first process is asked to be in the critical section again and again. */
#ifdef LIVENESS
ltl starvationFree { [] <> (process[0]@critical) }
#endif

byte level[N];
byte last[N];

active [N] proctype process() {
  byte room = 1;
  byte k = 0;
#ifdef PASSAGES
  byte passages = 0;
#endif
enter:
  level[_pid] = room;
  last[room] = _pid;
wait:
  if
  :: d_step { last[room] != _pid && room < N - 1 -> room++ } goto enter
  :: d_step { last[room] != _pid && room == N - 1 -> room = 1 } goto critical
  :: d_step { last[room] == _pid -> k = (_pid == 0 -> 1 : 0) }
  fi;
look:
  if
  :: d_step { level[k] >= room -> k = 0 } goto wait
  :: d_step { level[k] < room && NEXT(k) < N -> k = NEXT(k) } goto look
  :: d_step { level[k] < room && NEXT(k) >= N && room < N - 1 -> k = 0; room++ } goto enter
  :: d_step { level[k] < room && NEXT(k) >= N && room == N - 1 -> k = 0; room = 1 } goto critical
  fi;
critical:
#ifdef PASSAGES
  passages = (passages + 1) % PASSAGES;
#else
  skip;
#endif
  level[_pid] = 0;
  goto enter
}
