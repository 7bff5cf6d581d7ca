/** The worker of the page that knows the types of what is edited. */
import type { SourceFiles } from "../compiling/program.ts";
import { Typings, type Explained, type FittingName, type FileOffset, type TypeMistake } from "./typings.ts";

/** A request about types, by what it asks for; each comes with the files as they are. */
export interface TypesAsks {
  mistakes: { readonly path: string };
  fitting: FileOffset;
  explainFitting: FileOffset & { readonly name: string };
  explain: FileOffset;
}

/** The answers, by what was asked for. */
export interface TypesAnswers {
  mistakes: readonly TypeMistake[];
  fitting: readonly FittingName[];
  explainFitting: Explained | undefined;
  explain: Explained | undefined;
}

/** A request to the worker. */
type TypesAsk = {
  [K in keyof TypesAsks]: {
    readonly id: number;
    readonly files: SourceFiles;
    readonly kind: K;
    readonly ask: TypesAsks[K];
  };
}[keyof TypesAsks];

const port = self as unknown as {
  onmessage: ((event: { data: TypesAsk }) => void) | null;
  postMessage(message: unknown): void;
};

const typings = fetch("types.json")
  .then((response) => response.json())
  .then((library) => new Typings(library as SourceFiles));

port.onmessage = ({ data }) => {
  void typings
    .then((known) => {
      known.update(data.files);
      port.postMessage({ id: data.id, answer: answerTo(known, data) });
    })
    .catch((error: unknown) => port.postMessage({ id: data.id, failed: String(error) }));
};

function answerTo(known: Typings, asked: TypesAsk): TypesAnswers[keyof TypesAnswers] {
  switch (asked.kind) {
    case "mistakes":
      return known.mistakes(asked.ask.path);
    case "fitting":
      return known.fitting(asked.ask);
    case "explainFitting":
      return known.explainFitting(asked.ask);
    case "explain":
      return known.explain(asked.ask);
  }
}
