// Days, moments and the time between them.
import { choice, sequence } from "../description.ts";
import { isoDate, isoDateTime } from "../values.ts";

export const datePeriod2 = sequence({
  FrDt: isoDate,
  ToDt: isoDate,
});

export const dateAndDateTime2Choice = choice({
  Dt: isoDate,
  DtTm: isoDateTime,
});

export const dateTimePeriod1 = sequence({
  FrDtTm: isoDateTime,
  ToDtTm: isoDateTime,
});

export const dateOrDateTimePeriod1Choice = choice({
  Dt: datePeriod2,
  DtTm: dateTimePeriod1,
});
