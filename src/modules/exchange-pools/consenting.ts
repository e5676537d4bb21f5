// The consent of a currency's central bank to a pool: given, or withdrawn.
import type { Account } from "#src/core/account.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { State } from "#src/state/view.ts";
import { putPool, requirePlace, requirePool } from "./pooling.ts";
import { refusals } from "./refusals.ts";

interface Consent {
  readonly pool: number;
  readonly currency: string;
  readonly hasConsent: boolean;
}

export function setConsent(state: State, actor: Account, { pool: number, currency, hasConsent }: Consent): void {
  corridors.requireCentralBank(state, actor, currency);
  const pool = requirePool(state, number);
  const place = requirePlace(pool, currency);
  if (pool.reserves[place]?.hasConsent === hasConsent) throw refusals.consentKnown({ currency });

  const reserves = pool.reserves.map((reserve, at) => (at === place ? { ...reserve, hasConsent } : reserve));
  putPool(state, number, { ...pool, reserves });
}
