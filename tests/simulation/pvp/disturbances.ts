// What happens to the ledger while bundles are under way: freezes, pauses, stopped zones, tripped breakers.
import { currencies, names, scarce, takers, traders } from "./setting.ts";
import type { Bundle, Fault } from "./terms.ts";
import type { Message } from "./transactions.ts";

export interface Disturbance {
  readonly fault: Fault;
  readonly begin: Message;
  readonly end: Message;
  affects(bundle: Bundle): boolean;
}

type Draw = (below: number) => number;
const reference = "simulated order";

function pickOf<Item>(draw: Draw, items: readonly Item[]): Item {
  return items[draw(items.length)] as Item;
}

const issuerOf = (currency: string) => `${currency.toLowerCase()}-issuer`;
const anybody = (draw: Draw) => pickOf(draw, [...traders, ...scarce, ...takers]);

function frozenAccount(draw: Draw): Disturbance {
  const alias = anybody(draw);
  const account = names.account(alias);
  return {
    fault: "frozen",
    begin: { actor: "regulator", type: "accounts/freezeAccount", content: { account, reference } },
    end: { actor: "regulator", type: "accounts/unfreezeAccount", content: { account, reference } },
    affects: ({ parties }) => parties.includes(alias),
  };
}

function frozenBalance(draw: Draw): Disturbance {
  const [alias, currency] = [anybody(draw), pickOf(draw, currencies)];
  const content = { account: names.account(alias), currency, reference };
  return {
    fault: "frozen",
    begin: { actor: issuerOf(currency), type: "accounts/freezeAccount", content },
    end: { actor: issuerOf(currency), type: "accounts/unfreezeAccount", content },
    affects: (bundle) => bundle.parties.includes(alias) && bundle.currencies.includes(currency),
  };
}

function pausedCurrency(draw: Draw): Disturbance {
  const currency = pickOf(draw, currencies);
  const content = { currency, reference };
  return {
    fault: "paused",
    begin: { actor: issuerOf(currency), type: "accounts/pauseCurrency", content },
    end: { actor: issuerOf(currency), type: "accounts/resumeCurrency", content },
    affects: (bundle) => bundle.currencies.includes(currency),
  };
}

function stoppedZone(draw: Draw): Disturbance {
  const currency = pickOf(draw, currencies);
  return {
    fault: "stopped",
    begin: { actor: issuerOf(currency), type: "corridors/stopZone", content: { currency, reference } },
    end: { actor: issuerOf(currency), type: "corridors/resumeZone", content: { currency } },
    affects: ({ path, ...bundle }) => path.endsWith("Quote") && bundle.currencies.includes(currency),
  };
}

const modules: Readonly<Record<string, (bundle: Bundle) => boolean>> = {
  settlement: ({ path }) => ["pay", "settleLegs", "agentLocks", "hashLocks"].includes(path),
  netting: ({ path }) => path === "bundle" || path === "jointBundle",
  fx: ({ path }) => path.endsWith("Quote"),
};

/** Somebody else's defect unbalances a module's books: its transaction is undone, and the module's breaker trips. */
function trippedBreaker(module: string): Disturbance {
  const affected = modules[module];
  return {
    fault: "tripped",
    begin: { actor: "governor", type: "saboteur/unbalance", content: { book: `${module}/simulated` } },
    end: { actor: "governor", type: "parameters/resetBreaker", content: { module, reference } },
    affects: (bundle) => affected?.(bundle) ?? false,
  };
}

const kinds: readonly ((draw: Draw) => Disturbance)[] = [
  ...[frozenAccount, pausedCurrency, stoppedZone, frozenBalance],
  ...Object.keys(modules).map((module) => () => trippedBreaker(module)),
];

/** Each kind in its turn, so that none is left out by chance. */
export function drawDisturbance(draw: Draw, turn: number): Disturbance {
  return (kinds[turn % kinds.length] ?? frozenAccount)(draw);
}
