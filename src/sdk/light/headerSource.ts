// Where light blocks come from: a node's own API, or whatever else answers by height; nothing it says is believed.
import { type LightBlock, parseLightBlockJson } from "./lightBlock.ts";

export interface HeaderSource {
  /** Names the source in errors and reports. */
  readonly name: string;
  /**
   * The light block of a height, or the newest one; throws when there is none, or none that can be read. A source bounds
   * its own time: the client waits for it.
   */
  lightBlockAt(height: number | "latest"): Promise<LightBlock>;
}

/** Asks a Kedge node of either engine. `getJson` answers the parsed body of a path, and throws unless the status is 200. */
export function apiHeaderSource(name: string, getJson: (path: string) => Promise<unknown>): HeaderSource {
  return { name, lightBlockAt: async (height) => parseLightBlockJson(await getJson(`/v1/blocks/${height}/light`)) };
}
