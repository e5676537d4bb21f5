// The state of all links of a testnet: a file beside its plan, which the process that holds the links applies when told.

import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { Fault } from "#src/core/assert.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";
import { loadPlan, requireNode } from "../plan.ts";
import { type LinkConditions, openConditions } from "./link.ts";

const conditionsSchema = z.strictObject({
  isBlocked: z.boolean(),
  delayMs: z.number().int().min(0).max(60_000),
  bytesPerSecond: z.number().int().min(0),
});
/** By `from>to`; a link that is not named is open. */
const fileSchema = z.record(z.string(), conditionsSchema);

const applyMsMax = 5_000;

export const linkName = (from: string, to: string) => `${from}>${to}`;
const conditionsPath = (directory: string) => join(resolve(directory), "links.json");
export const linksSocketPath = (directory: string) => join(resolve(directory), "links.sock");

export function loadConditions(directory: string): (name: string) => LinkConditions {
  const path = conditionsPath(directory);
  const saved = existsSync(path) ? fileSchema.parse(JSON.parse(readFileSync(path, "utf8"))) : {};
  return (name) => saved[name] ?? openConditions;
}

/** Cuts these nodes off from all others; among themselves they still reach each other. */
export async function partition(directory: string, names: readonly string[]): Promise<void> {
  const plan = loadPlan(directory);
  for (const name of names) requireNode(plan, name);
  const inside = new Set(names);
  await change(directory, (now, from, to) => ({ ...now, isBlocked: inside.has(from) !== inside.has(to) }));
}

/** Makes everything slower that these nodes send or receive. */
export async function slow(
  directory: string,
  names: readonly string[],
  how: Pick<LinkConditions, "delayMs" | "bytesPerSecond">,
): Promise<void> {
  const plan = loadPlan(directory);
  for (const name of names) requireNode(plan, name);
  await change(directory, (now, from, to) => (names.includes(from) || names.includes(to) ? { ...now, ...how } : now));
}

/** Opens every link. */
export async function heal(directory: string): Promise<void> {
  await change(directory, () => openConditions);
}

async function change(
  directory: string,
  decide: (now: LinkConditions, from: string, to: string) => LinkConditions,
): Promise<void> {
  const { links } = loadPlan(directory);
  if (links.length === 0)
    throw new OperatorMistake("this testnet was made without links, so nothing can be cut or slowed");
  const now = loadConditions(directory);
  const next = links.map(({ from, to }) => {
    const name = linkName(from, to);
    return [name, conditionsSchema.parse(decide(now(name), from, to))] as const;
  });
  saveFile(conditionsPath(directory), `${JSON.stringify(Object.fromEntries(next), null, 2)}\n`);
  await applyLinks(directory);
}

/** Resolves once the links have taken on what plan and file say; links that do not run read both when they start. */
export function applyLinks(directory: string): Promise<void> {
  return new Promise((done, failed) => {
    const socket = connect(linksSocketPath(directory));
    socket.setTimeout(applyMsMax, () => socket.destroy(new Fault("the links do not answer")));
    socket.on("error", (fault) => {
      const isAbsent = "code" in fault && (fault.code === "ENOENT" || fault.code === "ECONNREFUSED");
      if (isAbsent) done();
      else failed(fault);
    });
    // The process answers by closing, after it has applied the file.
    socket.on("close", () => done());
    socket.resume();
  });
}
