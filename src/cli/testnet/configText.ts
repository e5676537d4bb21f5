// Changes values in a configuration file of the engine and leaves every other line as the engine wrote it.
import { Fault } from "#src/core/assert.ts";

export type ConfigValue = string | number | boolean;
/** Values by `section.key`, or `key` alone for what stands before the first section. */
export type ConfigValues = Readonly<Record<string, ConfigValue>>;

/** A key that the file does not have is a mistake of ours, since the engine would ignore it silently. */
export function patchConfig(text: string, values: ConfigValues): string {
  const left = new Set(Object.keys(values));
  let section = "";
  const lines = text.split("\n").map((line) => {
    section = /^\[([a-z0-9_]+)\]\s*$/.exec(line)?.[1] ?? section;
    const key = /^([a-zA-Z0-9_-]+)\s*=/.exec(line)?.[1];
    if (key === undefined) return line;
    const name = section === "" ? key : `${section}.${key}`;
    const value = values[name];
    if (value === undefined) return line;
    left.delete(name);
    // A string of JSON is a basic string of TOML.
    return `${key} = ${JSON.stringify(value)}`;
  });
  if (left.size > 0) throw new Fault(`the engine's configuration knows no ${[...left].join(", ")}`);
  return lines.join("\n");
}
