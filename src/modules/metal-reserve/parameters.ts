// Parameters of the module `metal-reserve`.
import { defineParameters } from "#src/machine/parameter.ts";
import { dayMs } from "./rules.ts";

const day = BigInt(dayMs);

export const parameters = defineParameters("metal-reserve", {
  attestationAgeMaxMs: {
    summary: "How long an attestation of a vault counts; vaults may have a shorter life of their own.",
    unit: "ms",
    default: 90n * day,
    least: day,
    most: 366n * day,
    owner: "regulator",
    noticeBlocks: 10,
  },
  loadOutGraceMs: {
    summary: "How long after its date a delivery may be late before the vault takes no more deposits.",
    unit: "ms",
    default: 7n * day,
    least: 0n,
    most: 90n * day,
    owner: "issuer",
    noticeBlocks: 10,
  },
});
