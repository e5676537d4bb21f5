// A governor changes what a vault was registered with; a field left out stays as it is.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { vaultIdSchema, vaultSettingsShape } from "../schemas.ts";
import { vaults } from "../tables.ts";
import { requireSoundKeeping, requireVault } from "../vaults.ts";

export const changeVault = defineMessage({
  summary: "Changes a vault's operator, auditors, load-out capacity, attestation age, or whether it takes deposits.",
  actors: ["governor"],
  schema: z.strictObject({
    vault: vaultIdSchema,
    operator: vaultSettingsShape.operator.optional(),
    auditors: vaultSettingsShape.auditors.optional(),
    loadOutWeightMgPerDay: vaultSettingsShape.loadOutWeightMgPerDay.optional(),
    attestationAgeMaxMs: vaultSettingsShape.attestationAgeMaxMs,
    acceptsDeposits: z.boolean().optional(),
  }),
  work: 60,
  handle({ state, actor, emit }, { vault, ...changes }) {
    authority.requireRole(state, actor, "governor");
    const before = requireVault(state, vault);
    const after = {
      ...before,
      operator: changes.operator ?? before.operator,
      auditors: changes.auditors ?? before.auditors,
      loadOutWeightMgPerDay: changes.loadOutWeightMgPerDay ?? before.loadOutWeightMgPerDay,
      acceptsDeposits: changes.acceptsDeposits ?? before.acceptsDeposits,
      ...(changes.attestationAgeMaxMs === undefined ? {} : { attestationAgeMaxMs: changes.attestationAgeMaxMs }),
    };
    if (changes.operator !== undefined || changes.auditors !== undefined) {
      requireSoundKeeping(state, after.operator, after.auditors);
    }

    vaults.put(state, vault, after);
    const { registeredMs: _, ...announced } = after;
    emit(events.vaultChanged({ vault, ...announced, auditors: [...after.auditors], by: actor }));
  },
});
