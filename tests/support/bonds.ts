// Bonds for tests: a ledger with priced yuan, and a module that opens bonds, releases them and pays out of them.
import { z } from "zod";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineModule } from "#src/machine/module.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { basket } from "#src/modules/basket/module.ts";
import { move, schemas } from "#src/modules/bonds/access.ts";
import { bonds } from "#src/modules/bonds/module.ts";
import { bonds as bondRows, ownerBonds } from "#src/modules/bonds/tables.ts";
import { metalReserve } from "#src/modules/metal-reserve/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { attestedMetal, currencyPrices } from "./issuance.ts";
import { createTestLedger, type TestLedger } from "./ledger.ts";
import { june2008, settlePrices } from "./prices.ts";

const open = defineMessage({
  summary: "Opens a bond.",
  actors: "anyone",
  schema: schemas.stake,
  result: z.strictObject({ bond: schemas.bond }),
  work: 1,
  handle: ({ state, actor }, stake) => ({ bond: move.openBond(state, actor, "test", stake) }),
});

const release = defineMessage({
  summary: "Releases a bond.",
  actors: "anyone",
  schema: z.strictObject({ bond: schemas.bond }),
  work: 1,
  handle: ({ state }, { bond }) => move.releaseBond(state, bond),
});

const pay = defineMessage({
  summary: "Pays out of a bond.",
  actors: "anyone",
  schema: z.strictObject({ bond: schemas.bond, owedNano: amountSchema, to: accountSchema, isReserve: z.boolean() }),
  result: z.strictObject({ worthNano: amountSchema.optional() }),
  work: 1,
  handle({ state }, { bond, owedNano, to, isReserve }) {
    const worthNano = move.payOut(state, bond, owedNano, { to, isReserve });
    return worthNano === undefined ? {} : { worthNano };
  },
});

/** Breaks every promise of the module at once. */
const spoil = defineMessage({
  summary: "Spoils a bond.",
  actors: "anyone",
  schema: z.strictObject({ bond: schemas.bond, certificateId: z.int() }),
  work: 1,
  handle({ state, actor }, { bond, certificateId }) {
    const row = bondRows.get(state, bond);
    if (row === undefined) return;
    bondRows.put(state, bond, {
      ...row,
      certificateIds: [...row.certificateIds, certificateId],
      cash: { currency: "CNY", amount: (row.cash?.amount ?? 0n) + 1n },
    });
    ownerBonds.put(state, actor, bond, {});
  },
});

const stakePlayer = defineModule({
  name: "stake-player",
  version: 1,
  summary: "Plays the modules whose promises are bonded.",
  after: ["accounts", "bonds"],
  tables: {},
  messages: { open, release, pay, spoil },
});

/** Without a basket that ever had silver, its price is nobody's to ask. */
export function createStakeLedger({ withoutBasket = false } = {}): TestLedger {
  const ledger = createTestLedger({
    modules: [accounts, authority, parameters, oracle, metalReserve, basket, bonds, stakePlayer],
    genesis: (before) => {
      const { feeds } = before.modules.oracle as { feeds: object[] };
      const yuan = { ...feeds[0], feed: "CNY", unit: "CNY", measure: "cents", measuresPerUnit: 100n };
      const { lines, ...rest } = before.modules.basket as { lines: { component: string }[] };
      const copperAlone = lines.filter(({ component }) => component !== "AG");
      return {
        ...before,
        modules: {
          ...before.modules,
          oracle: { feeds: [...feeds, yuan] },
          ...(withoutBasket && { basket: { ...rest, lines: copperAlone } }),
        },
      };
    },
  });
  settlePrices(ledger, { ...june2008, CNY: currencyPrices.CNY });
  return ledger;
}

/** Yuan, in cents, for somebody to stake. */
export function giveYuan(ledger: TestLedger, alias: string, amount: bigint): void {
  const to = ledger.account(alias);
  const { refused } = ledger.send("cny-issuer", "accounts/issueCurrency", { currency: "CNY", to, amount });
  if (refused !== undefined) throw new Error(`no yuan: ${refused}`);
}

/** Two attested silver bars of somebody's. */
export const silverOf = (ledger: TestLedger, owner: string) =>
  attestedMetal(ledger, { owner, silverBars: 2, copperLots: 0 });
