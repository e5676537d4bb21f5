// A governor admits a vault: its keeper, its country, its auditors.
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { newVaultSchema } from "../schemas.ts";
import { registerNewVault } from "../vaults.ts";

export const registerVault = defineMessage({
  summary: "Registers a vault with the custodian that operates it and the auditors that may attest it.",
  actors: ["governor"],
  schema: newVaultSchema,
  work: 60,
  handle({ state, actor, emit }, vault) {
    authority.requireRole(state, actor, "governor");

    registerNewVault(state, vault);
    emit(events.vaultRegistered({ ...vault, by: actor }));
  },
});
