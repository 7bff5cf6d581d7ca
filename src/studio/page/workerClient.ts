/** A worker of the page that answers requests, begun when it is first asked. */

/** The answer of a worker to a request. */
interface WorkerAnswer {
  readonly id: number;
  readonly answer?: unknown;
  /** The mistake of its own, if it made one. */
  readonly failed?: string;
}

/** A worker, by the file of its code. */
export class WorkerClient {
  private readonly file: string;
  private worker: Worker | undefined;
  private next = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Asks the worker; what it is asked is plain data. */
  ask<Answer>(request: object): Promise<Answer> {
    const worker = (this.worker ??= new Worker(this.file));
    const id = this.next++;
    return new Promise((resolve, reject) => {
      const hear = ({ data }: MessageEvent<WorkerAnswer>): void => {
        if (data.id !== id) return;
        worker.removeEventListener("message", hear);
        if (data.failed === undefined) resolve(data.answer as Answer);
        else reject(new Error(`${this.file} failed: ${data.failed}`));
      };
      worker.addEventListener("message", hear);
      worker.postMessage({ id, ...request });
    });
  }
}
