/** The limits of a search. What is absent is not limited. */
export interface SearchLimits {
  readonly configurations?: number;
  readonly memoryBytes: number;
  readonly timeMs?: number;
}
