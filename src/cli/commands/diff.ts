// `kedge diff`: whether two ledgers hold the same state, and if not, which module and keys differ first.
import { defineCommand } from "#src/cli/command.ts";
import { describeDifference } from "#src/cli/compare/differenceText.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { parseHeight } from "#src/cli/heights.ts";

/** What still fits a screen or a report. */
const rowsShownMax = 1_000;
const side = {
  type: "string",
  demandOption: true,
  describe: "A data directory, a backup, or the URL of a node",
} as const;

export const diff = defineCommand({
  command: "diff <left> <right>",
  describe: "Compare two ledgers of one network and name the modules and keys that differ",
  example: "diff .kedge http://127.0.0.1:8421",
  positionals: { left: side, right: side },
  options: {
    height: { type: "string", describe: "The height to compare [default: the first one whose roots differ]" },
    limit: { type: "number", default: 20, describe: "How many rows are told one by one" },
  },
  async run({ left, right, height, limit }) {
    if (!Number.isInteger(limit) || limit < 1 || limit > rowsShownMax) {
      throw usageFailure(`--limit is a whole number from 1 to ${rowsShownMax}`);
    }
    const at = height === undefined ? undefined : parseHeight(height, "--height");
    const { compareLedgers } = await import("#src/cli/compare/compare.ts");
    const comparison = await compareLedgers(left, right, { height: at, rowsShownMax: limit });
    const { isSame, roots, firstDifferingHeight, difference } = comparison;
    if (isSame) return { text: `Both have root ${roots.left} at height ${comparison.height}.`, json: comparison };
    const lines = [
      `The roots differ from height ${firstDifferingHeight} on: ${roots.left} and ${roots.right} at ${comparison.height}.`,
      ...(difference === undefined ? [] : [describeDifference(difference, { left, right })]),
    ];
    return { text: lines.join("\n"), json: comparison, exit: "unverified" };
  },
});
