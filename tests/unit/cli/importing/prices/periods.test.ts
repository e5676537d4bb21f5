// Months and days of price files: what can be read in two ways is refused, and a price is known when its time is over.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDay, parseMonth, parseMonthStart } from "#src/cli/importing/prices/periods.ts";

describe("a month", () => {
  it("is known when the next one begins", () => {
    const parsed = parseMonth("1960-02");
    const [startMs, endMs] = [Date.UTC(1960, 1), Date.UTC(1960, 2)];
    expect(parsed).toEqual({ value: { name: "1960-02", startMs, endMs } });
    expect(parseMonthStart("01/02/1960", "dd/mm/yyyy")).toEqual(parsed);
    expect(parseMonthStart("1960-02-01", undefined)).toEqual(parsed);
  });

  it.each([
    ["", "blank"],
    [" ", "blank"],
    ["1960M02", "periodFormUnknown"],
    ["1960-13", "periodFormUnknown"],
    ["1960-00", "periodFormUnknown"],
    ["1960-2", "periodFormUnknown"],
  ])("%j is refused as %s", (text, reason) => {
    expect(parseMonth(text)).toEqual({ reason });
  });

  it("is not the one of another day", () => {
    expect(parseMonthStart("1960-02-02", undefined)).toEqual({ reason: "notMonthStart" });
  });
});

describe("a day", () => {
  it.each([
    ["01/02/2015", undefined, "dayOrMonthFirst"],
    ["31/12/2015", undefined, "dayOrMonthFirst"],
    ["1.2.2015", undefined, "dayOrMonthFirst"],
    ["2015/01/02", undefined, "periodFormUnknown"],
    ["2015-02-29", undefined, "periodFormUnknown"],
    ["31/04/2015", "dd/mm/yyyy", "periodFormUnknown"],
    ["12/31/2015", "dd/mm/yyyy", "periodFormUnknown"],
    ["31/12/2015", "mm/dd/yyyy", "periodFormUnknown"],
    ["2015-01-01", "dd/mm/yyyy", "periodFormUnknown"],
    ["1/2/2015", "dd/mm/yyyy", "periodFormUnknown"],
    ["0015-00-01", undefined, "periodFormUnknown"],
  ] as const)("%j as %s is refused as %s", (text, form, reason) => {
    expect(parseDay(text, form)).toEqual({ reason });
  });

  it("of any date is read in each form as itself, a day long, and sorts by its name", () => {
    const date = fc.date({ min: new Date(0), max: new Date(Date.UTC(2099, 11, 31)), noInvalidDate: true });
    fc.assert(
      fc.property(date, (moment) => {
        const name = moment.toISOString().slice(0, 10);
        const [year = "", month = "", day = ""] = name.split("-");
        const startMs = Date.parse(name);
        const wanted = { value: { name, startMs, endMs: startMs + 86_400_000 } };
        expect(parseDay(name, undefined)).toEqual(wanted);
        expect(parseDay(`${day}/${month}/${year}`, "dd/mm/yyyy")).toEqual(wanted);
        expect(parseDay(`${month}/${day}/${year}`, "mm/dd/yyyy")).toEqual(wanted);
      }),
    );
  });
});
