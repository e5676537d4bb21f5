// Names for requests, by which an answer and the node's log can be brought together.
import { randomBytes } from "node:crypto";

/** A prefix for this run of the node, and a count: short, and never the same twice. */
export function requestIds(): () => string {
  const run = randomBytes(4).toString("hex");
  let count = 0;
  return () => {
    count += 1;
    return `${run}-${count.toString(36)}`;
  };
}
