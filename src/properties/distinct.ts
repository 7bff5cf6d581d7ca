/** An assumption about the inputs of a system, for protocols that need processes with different ids. */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";

/** For a protocol's `assume`: no two processes have equal inputs. */
export function distinct(inputs: Readonly<Record<string, unknown>>): boolean {
  const texts = Object.values(inputs).map((input) => format(input as Plain));
  return new Set(texts).size === texts.length;
}
