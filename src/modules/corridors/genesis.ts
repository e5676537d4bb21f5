// The zones, banks and corridors that a network begins with.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import { isSoundCalendar } from "./calendar.ts";
import { devnetBankAliases, devnetCorridors } from "./devnetZones.ts";
import { refusals } from "./refusals.ts";
import { isSoundLei } from "./rules.ts";
import {
  bicSchema,
  calendarSchema,
  corridorIdSchema,
  leiSchema,
  reasonSchema,
  ruleBookSchema,
  zoneLimitsSchema,
} from "./schemas.ts";
import { codes, corridors, homes, joined, members, participants, zones } from "./tables.ts";
import { addCorridor, requireCorridor, requireSoundRuleBook, requireZone } from "./zones.ts";

/** Nothing need be there: a module that joins a chain later begins empty. */
export const genesis = defineGenesis({
  schema: z.strictObject({
    zones: z
      .array(
        z.strictObject({
          currency: currencySchema,
          name: reasonSchema,
          calendar: calendarSchema,
          limits: zoneLimitsSchema,
        }),
      )
      .max(limits.currenciesMax)
      .optional(),
    /** Residents before those from abroad; whoever starts a network has accepted its file. */
    participants: z
      .array(
        z.strictObject({
          currency: currencySchema,
          account: accountSchema,
          bic: bicSchema,
          lei: leiSchema.optional(),
          isResident: z.boolean(),
        }),
      )
      .max(limits.genesisBanksMax)
      .optional(),
    corridors: z
      .array(
        z.strictObject({
          corridor: corridorIdSchema,
          name: reasonSchema,
          operator: accountSchema,
          currencies: z.array(currencySchema).max(limits.corridorZonesMax),
          members: z.array(accountSchema).max(limits.genesisBanksMax),
          ruleBook: ruleBookSchema,
        }),
      )
      .max(limits.currenciesMax)
      .optional(),
  }),
  initialise(state, content) {
    for (const { currency, ...zone } of content.zones ?? []) {
      accounts.requireCurrency(state, currency);
      if (!isSoundCalendar(zone.calendar)) throw refusals.calendarUnsound({});
      zones.put(state, currency, { ...zone, openedMs: state.timeMs });
    }
    for (const { currency, account, bic, lei, isResident } of content.participants ?? []) {
      requireZone(state, currency);
      accounts.requireCanHold(state, account);
      if (lei !== undefined && !isSoundLei(lei)) throw refusals.leiUnsound({});
      const home = homes.get(state, account);
      if (isResident && home !== undefined) throw refusals.homeElsewhere({ home });
      if (!isResident && home === undefined) throw refusals.homeMissing({ account });
      if (codes.has(state, currency, bic)) throw refusals.bicTaken({ bic });
      const named = lei === undefined ? { bic } : { bic, lei };
      participants.put(state, currency, account, { ...named, admittedMs: state.timeMs, fromHeight: 0, isResident });
      codes.put(state, currency, bic, account);
      if (isResident) homes.put(state, account, currency);
      tie.add(state, account);
    }
    for (const { corridor, name, operator, currencies, members: banks, ruleBook } of content.corridors ?? []) {
      accounts.requireCanHold(state, operator);
      requireSoundRuleBook(state, ruleBook);
      addCorridor(state, corridor, { name, operator }, ruleBook);
      for (const currency of currencies) {
        requireZone(state, currency);
        if (!ruleBook.rates.some((rate) => rate.currency === currency)) throw refusals.currencyUnrated({ currency });
        joined.put(state, corridor, currency, {});
      }
      corridors.put(state, corridor, { ...requireCorridor(state, corridor), zones: new Set(currencies).size });
      for (const account of banks) members.put(state, corridor, account, {});
    }
  },
  devnet: devnetCorridors,
  devnetAliases: devnetBankAliases,
});
