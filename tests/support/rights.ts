// Delivery rights for tests: a ledger whose basket has clean energy and compute, and providers with bonds.
import { giveYuan } from "./bonds.ts";
import { createIssuanceLedger, currencyPrices, type IssuanceOptions } from "./issuance.ts";
import type { Outcome, TestLedger } from "./ledger.ts";
import { june2008, settlePrices } from "./prices.ts";

/** A megawatt-hour at fifty dollars, an SCU-hour at two. */
export const rightPrices = { ...june2008, CNY: currencyPrices.CNY, ELEC: 50_000_000_000n, COMPUTE: 2_000_000_000n };

/** The first month that a right may be on while the ledger is young. */
export const rightMonth = "2026-03";

/** Half of the basket is metal, a quarter clean energy, a quarter compute, at these prices. */
export function createRightsLedger(options: IssuanceOptions = {}): TestLedger {
  const ledger = createIssuanceLedger({
    ...options,
    unpriced: true,
    change: (modules) => {
      const { feeds } = modules.oracle as { feeds: object[] };
      const measured = (feed: string, unit: string, measure: string, measuresPerUnit: bigint) => ({
        ...feeds[0],
        ...{ feed, unit, measure, measuresPerUnit },
      });
      const { lines, ...rest } = modules.basket as { lines: object[] };
      return {
        ...modules,
        oracle: {
          feeds: [
            ...feeds,
            measured("CNY", "CNY", "cents", 100n),
            measured("ELEC", "MWh", "Wh", 1_000_000n),
            measured("COMPUTE", "SCUh", "microSCUh", 1_000_000n),
          ],
        },
        basket: {
          ...rest,
          lines: [
            ...lines,
            { component: "ELEC", feed: "ELEC", quantity: 10_000n },
            { component: "COMPUTE", feed: "COMPUTE", quantity: 250_000n },
          ],
        },
      };
    },
  });
  settlePrices(ledger, rightPrices);
  return ledger;
}

/** The prices again, observed now. */
export function pricesAgain(ledger: TestLedger): void {
  settlePrices(ledger, rightPrices);
}

/** Alice promises megawatt-hours of her solar plant, with yuan as a bond. */
export function takeEnergyRight(
  ledger: TestLedger,
  { megawattHours = 1_000n, yuan = 100_000_000n, ...changes }: { megawattHours?: bigint; yuan?: bigint } & object = {},
): Outcome {
  giveYuan(ledger, "alice", yuan);
  return ledger.send("alice", "issuance/pledgeDelivery", {
    month: rightMonth,
    energy: { device: "solar-kern", wattHours: megawattHours * 1_000_000n },
    bond: { certificateIds: [], cash: { currency: "CNY", amount: yuan } },
    ...changes,
  });
}
