/**
 * Formulas of linear temporal logic over predicates P on configurations (A. Pnueli, *The Temporal Logic of
 * Programs*, 1977). A predicate by itself is a formula: it is true of an execution if it is true in its first
 * configuration. What never ends is true of what remains of an execution from one of its configurations on;
 * where an execution ends, its last configuration remains for ever.
 *
 * There is no *next*: what holds must not depend on how many steps others take (L. Lamport, *What Good Is
 * Temporal Logic?*, 1983).
 *
 * What processes know is a part of formulas, too, and true or not in each configuration: they know what is
 * true of all executions from each configuration on that they cannot tell from this one (J. Halpern and Y.
 * Moses, *Knowledge and Common Knowledge in a Distributed Environment*, 1990).
 */
export type TemporalFormula<P> =
  | P
  | { readonly not: TemporalFormula<P> }
  | { readonly and: readonly TemporalFormula<P>[] }
  | { readonly or: readonly TemporalFormula<P>[] }
  /** If the first is true now, so is the second. */
  | { readonly implies: readonly [TemporalFormula<P>, TemporalFormula<P>] }
  /** It is true now and at all later times. */
  | { readonly always: TemporalFormula<P> }
  /** It is true now or at some later time. */
  | { readonly eventually: TemporalFormula<P> }
  /** The second is true now or at some later time, and until then the first is. */
  | { readonly until: readonly [TemporalFormula<P>, TemporalFormula<P>] }
  /** The first is true until the second is, and for ever if that is never. */
  | { readonly weakUntil: readonly [TemporalFormula<P>, TemporalFormula<P>] }
  /** The second is true up to the moment in which the first is, that moment included, or for ever. */
  | { readonly releases: readonly [TemporalFormula<P>, TemporalFormula<P>] }
  /** Whenever the first is true, the second is, then or later. */
  | { readonly leadsTo: readonly [TemporalFormula<P>, TemporalFormula<P>] }
  /** It is true again and again, and where the execution ends. */
  | { readonly infinitelyOften: TemporalFormula<P> }
  /** It is true from some moment on for ever. */
  | { readonly eventuallyAlways: TemporalFormula<P> }
  /** All who are named know it; where no one is, the process of which the property is asked. */
  | { readonly knows: readonly [KnowingGroup, TemporalFormula<P>] | TemporalFormula<P> }
  /** Those who are named know it together: whoever saw all that they see would know it. */
  | { readonly knowTogether: readonly [KnowingGroup, TemporalFormula<P>] }
  /** Those who are named all know it, and all know that all do, and so on. */
  | { readonly commonKnowledge: readonly [KnowingGroup, TemporalFormula<P>] };

/** Those who know: processes, each by its id, or by that of its role. */
type KnowingGroup = string | readonly string[];
