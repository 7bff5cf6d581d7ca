--------------------------- MODULE TwoPhaseCommit ---------------------------
(***************************************************************************)
(* Two-phase commit for N resource managers, as in bench/peers/spin: one   *)
(* TLC state is one configuration.  Messages form a set and are never      *)
(* removed; a receive that changes nothing is left out.  Commit and Abort  *)
(* are there exactly when the manager has decided, so that it says so.     *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT N

VARIABLES manager,  \* "waiting", "committed" or "aborted"
          heard,    \* whose Prepared the manager has received
          sent,     \* whose Prepared has been sent
          phase     \* of each resource manager

vars == <<manager, heard, sent, phase>>

RM == 1..N

Init == /\ manager = "waiting"
        /\ heard = {}
        /\ sent = {}
        /\ phase = [rm \in RM |-> "working"]

Commit == /\ manager = "waiting"
          /\ heard = RM
          /\ manager' = "committed"
          /\ UNCHANGED <<heard, sent, phase>>

Abort == /\ manager = "waiting"
         /\ manager' = "aborted"
         /\ UNCHANGED <<heard, sent, phase>>

Hear(rm) == /\ manager = "waiting"
            /\ rm \in sent \ heard
            /\ heard' = heard \cup {rm}
            /\ UNCHANGED <<manager, sent, phase>>

Become(rm, next) == phase' = [phase EXCEPT ![rm] = next]

Prepare(rm) == /\ phase[rm] = "working"
               /\ Become(rm, "prepared")
               /\ sent' = sent \cup {rm}
               /\ UNCHANGED <<manager, heard>>

Refuse(rm) == /\ phase[rm] = "working"
              /\ Become(rm, "aborted")
              /\ UNCHANGED <<manager, heard, sent>>

Obey(rm) == /\ manager # "waiting"
            /\ phase[rm] # manager
            /\ Become(rm, manager)
            /\ UNCHANGED <<manager, heard, sent>>

Manager == Commit \/ Abort \/ \E rm \in RM : Hear(rm)

ResourceManager(rm) == Prepare(rm) \/ Refuse(rm) \/ Obey(rm)

Next == Manager \/ \E rm \in RM : ResourceManager(rm)

Safety == Init /\ [][Next]_vars

\* Who can do something does something at some time: weak fairness of each process.
Liveness == /\ Safety
            /\ WF_vars(Manager)
            /\ \A rm \in RM : WF_vars(ResourceManager(rm))

Invariant == \/ \A rm \in RM : phase[rm] # "committed"
             \/ \A rm \in RM : phase[rm] # "aborted"

Property == <>(\A rm \in RM : phase[rm] \in {"committed", "aborted"})
=============================================================================
