// How failures of every layer below are told apart.
import { expect, it } from "vitest";
import { z } from "zod";
import { describeFailure, Failure } from "#src/cli/failure.ts";
import { Fault } from "#src/core/assert.ts";
import { BackupFault } from "#src/node/backup/backupFault.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";
import { LightError } from "#src/sdk/light/lightError.ts";
import { refusals } from "#src/state/refusals.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";

const systemError = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });

it.each([
  ["a failure of a command", new Failure("refused", "x/y", "no"), "refused", "x/y"],
  ["a refusal", refusals.heightNotKept({ height: 1, earliest: 2, latest: 3 }), "refused", "state/heightNotKept"],
  ["a proof that does not hold", new LightError("light/presenceNotProved"), "unverified", "light/presenceNotProved"],
  ["a source that does not answer", new LightError("light/unavailable"), "unreachable", "light/unavailable"],
  ["rules that protect nobody", new LightError("light/invalidOptions"), "usage", "light/invalidOptions"],
  ["a value of the wrong form", z.number().safeParse("x").error, "usage", "cli/invalid"],
  ["a damaged backup", new BackupFault("altered", "no"), "unverified", "backup/altered"],
  ["a directory in use", new BackupFault("directoryInUse", "no"), "usage", "backup/directoryInUse"],
  ["what the operator can mend", new OperatorMistake("no"), "usage", "cli/usage"],
  ["a directory that a node has open", new StoreFault("locked", "no"), "usage", "store/locked"],
  ["rows that do not add up", new StoreFault("rootMismatch", "no"), "unverified", "store/rootMismatch"],
  ["a store that broke", new StoreFault("poisoned", "no"), "unexpected", "store/poisoned"],
  ["a file that is not there", systemError("ENOENT"), "usage", "system/ENOENT"],
  ["nobody at an address", systemError("ECONNREFUSED"), "unreachable", "system/ECONNREFUSED"],
  ["a full disk", systemError("ENOSPC"), "unexpected", "system/ENOSPC"],
  ["a broken assumption", new Fault("no"), "unexpected", "cli/fault"],
  ["anything else", new TypeError("no"), "unexpected", "cli/unexpected"],
  ["what is no error at all", "no", "unexpected", "cli/unexpected"],
])("%s", (_, reason, exit, code) => {
  expect(describeFailure(reason)).toMatchObject({ exit, code });
});

it("names the places of a wrong value, and says in one line what has many", () => {
  const { error } = z.object({ a: z.number(), b: z.array(z.string()) }).safeParse({ a: "x", b: [1] });
  const { message, details } = describeFailure(error);
  expect(details.places).toEqual([expect.objectContaining({ path: "a" }), expect.objectContaining({ path: "b.0" })]);
  expect(message).not.toContain("\n");
});

it("says why a proof is not believed, with its places", () => {
  const { message } = describeFailure(new LightError("light/wrongKey", { height: 7 }));
  expect(message).toBe("light/wrongKey: the proof is for another key, height 7");
});

it("keeps the details of a refusal, amounts as texts", () => {
  const refusal = refusals.heightNotKept({ height: 1, earliest: 2, latest: 3 });
  expect(describeFailure(refusal).details).toEqual({ height: 1, earliest: 2, latest: 3 });
});
