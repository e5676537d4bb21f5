// Vaults: registering them, and who may act on one.
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { firstListHash } from "./rules.ts";
import type { MetalSettings, NewVault, Vault } from "./schemas.ts";
import { barLists, metalSettings, vaultNames, vaults } from "./tables.ts";

export function requireMetal(state: StateReader, metal: string): Stored<MetalSettings> {
  const settings = metalSettings.get(state, metal);
  if (settings === undefined) throw refusals.unknownMetal({ metal });
  return settings;
}

export function requireVault(state: StateReader, vault: string): Stored<Vault> {
  const settings = vaults.get(state, vault);
  if (settings === undefined) throw refusals.unknownVault({ vault });
  return settings;
}

/** The vault, for its operator alone, who must still be a custodian. */
export function requireVaultOfOperator(state: StateReader, vault: string, actor: Account): Stored<Vault> {
  authority.requireRole(state, actor, "custodian");
  const settings = requireVault(state, vault);
  if (settings.operator !== actor) throw refusals.notVaultOperator({ vault });
  return settings;
}

/** The vault, for an auditor assigned to it, who must still hold the role. */
export function requireVaultOfAuditor(state: StateReader, vault: string, actor: Account): Stored<Vault> {
  authority.requireRole(state, actor, "auditor");
  const settings = requireVault(state, vault);
  if (!settings.auditors.includes(actor)) throw refusals.notVaultAuditor({ vault });
  return settings;
}

/** Keeper and auditors hold their roles, and nobody is both. */
export function requireSoundKeeping(state: StateReader, operator: Account, auditors: readonly Account[]): void {
  accounts.requireAccount(state, operator);
  if (!authority.hasRole(state, operator, "custodian")) throw refusals.operatorLacksRole({ account: operator });
  for (const [at, auditor] of auditors.entries()) {
    if (auditor === operator) throw refusals.auditorIsOperator({ account: auditor });
    if (!authority.hasRole(state, auditor, "auditor")) throw refusals.auditorLacksRole({ account: auditor });
    if (auditors.indexOf(auditor) !== at) throw refusals.auditorRepeated({ account: auditor });
  }
}

export function registerNewVault(state: State, { vault, ...settings }: NewVault): void {
  if (vaults.has(state, vault)) throw refusals.vaultKnown({ vault });
  const names = vaultNames.get(state) ?? [];
  if (names.length >= limits.vaultsMax) throw refusals.tooManyVaults({ most: limits.vaultsMax });
  requireSoundKeeping(state, settings.operator, settings.auditors);

  vaults.put(state, vault, { ...settings, acceptsDeposits: true, registeredMs: state.timeMs });
  vaultNames.put(state, [...names, vault]);
  barLists.put(state, vault, { deposits: 0, entries: 0, listHash: firstListHash(vault) });
}
