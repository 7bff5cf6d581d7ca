----------------------------- MODULE FilterLock -----------------------------
(***************************************************************************)
(* Peterson's lock for N processes with N - 1 waiting rooms, step for step *)
(* as in bench/peers/spin: one TLC state is one configuration.  Each       *)
(* process counts its passages modulo Passages.  k is the process whose    *)
(* room is read next; what is not needed any more is set back.             *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS N, Passages

VARIABLES pc, level, last, room, k, passages

vars == <<pc, level, last, room, k, passages>>

Processes == 1..N
Rooms == 1..(N - 1)

Init == /\ pc = [p \in Processes |-> "level"]
        /\ level = [p \in Processes |-> 0]
        /\ last = [r \in Rooms |-> 1]
        /\ room = [p \in Processes |-> 1]
        /\ k = [p \in Processes |-> 0]
        /\ passages = [p \in Processes |-> 0]

To(p, place) == pc' = [pc EXCEPT ![p] = place]

\* The first other process after another one; after the last of them, more than N.
After(p, other) == IF other + 1 = p THEN other + 2 ELSE other + 1

EnterRoom(p) == /\ pc[p] = "level"
                /\ level' = [level EXCEPT ![p] = room[p]]
                /\ To(p, "last")
                /\ UNCHANGED <<last, room, k, passages>>

ComeLast(p) == /\ pc[p] = "last"
               /\ last' = [last EXCEPT ![room[p]] = p]
               /\ To(p, "wait")
               /\ UNCHANGED <<level, room, k, passages>>

\* Goes on to the next room, or in.
GoOn(p) == IF room[p] < N - 1
           THEN room' = [room EXCEPT ![p] = @ + 1] /\ To(p, "level")
           ELSE room' = [room EXCEPT ![p] = 1] /\ To(p, "critical")

ReadLast(p) == /\ pc[p] = "wait"
               /\ IF last[room[p]] # p
                  THEN GoOn(p) /\ UNCHANGED k
                  ELSE /\ k' = [k EXCEPT ![p] = After(p, 0)]
                       /\ To(p, "look")
                       /\ UNCHANGED room
               /\ UNCHANGED <<level, last, passages>>

ReadLevel(p) == /\ pc[p] = "look"
                /\ IF level[k[p]] >= room[p]
                   THEN /\ k' = [k EXCEPT ![p] = 0]
                        /\ To(p, "wait")
                        /\ UNCHANGED room
                   ELSE IF After(p, k[p]) <= N
                   THEN /\ k' = [k EXCEPT ![p] = After(p, @)]
                        /\ UNCHANGED <<pc, room>>
                   ELSE /\ k' = [k EXCEPT ![p] = 0]
                        /\ GoOn(p)
                /\ UNCHANGED <<level, last, passages>>

BeInside(p) == /\ pc[p] = "critical"
               /\ passages' = [passages EXCEPT ![p] = (@ + 1) % Passages]
               /\ To(p, "leave")
               /\ UNCHANGED <<level, last, room, k>>

Leave(p) == /\ pc[p] = "leave"
            /\ level' = [level EXCEPT ![p] = 0]
            /\ To(p, "level")
            /\ UNCHANGED <<last, room, k, passages>>

Step(p) == \/ EnterRoom(p)
           \/ ComeLast(p)
           \/ ReadLast(p)
           \/ ReadLevel(p)
           \/ BeInside(p)
           \/ Leave(p)

Next == \E p \in Processes : Step(p)

Safety == Init /\ [][Next]_vars

Liveness == Safety /\ \A p \in Processes : WF_vars(Step(p))

Invariant == \A p, q \in Processes : p # q => ~(pc[p] = "critical" /\ pc[q] = "critical")

Property == \A p \in Processes : []<>(pc[p] = "critical")
=============================================================================
