// Reading by proofs: what is read is proved first, each row once, and never without an end.
import { expect, it } from "vitest";
import { codecOf } from "#src/core/form.ts";
import { countSchema } from "#src/core/schemas.ts";
import { provedRowsMax, readProved } from "#src/node/maintenance/provedReader.ts";

const codec = codecOf(countSchema);
const at = { height: 7, timeMs: 9 };

it("proves what is asked for, once for each row, and answers with the keys", async () => {
  const asked: string[] = [];
  const prove = async (key: string) => {
    asked.push(key);
    return key === "none" ? undefined : codec.encode(Number(key));
  };
  const { result, keys } = await readProved(at, prove, (state) => [
    state.height,
    state.getRow("3", codec),
    state.getRow("none", codec),
    state.getRow("3", codec),
    state.getRow(`${(state.getRow("3", codec) ?? 0) + 1}`, codec),
  ]);
  expect(result).toEqual([7, 3, undefined, 3, 4]);
  expect([asked, keys]).toEqual([
    ["3", "none", "4"],
    ["3", "none", "4"],
  ]);
});

it("passes on that a proof does not hold, and what a reading throws", async () => {
  const failing = async () => {
    throw new Error("no proof");
  };
  await expect(readProved(at, failing, (state) => state.getRow("1", codec))).rejects.toThrow("no proof");
  const broken = () => {
    throw new Error("broken");
  };
  await expect(readProved(at, async () => undefined, broken)).rejects.toThrow("broken");
});

it("ends where a reading would go on without end", async () => {
  let next = 0;
  const endless = readProved(
    at,
    async () => undefined,
    (state) => state.getRow(`${next++}`, codec),
  );
  await expect(endless).rejects.toThrow(`more than ${provedRowsMax} rows`);
});
