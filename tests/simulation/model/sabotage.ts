// What the module that breaks its promises must come to: nothing, but for its breaker.
import { type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";
import { UndoCell, type UndoLog } from "./undo.ts";

const makeBook = (log: UndoLog) => ({ count: new UndoCell<number | undefined>(log, undefined) });

function raise(model: Model, by: number) {
  const { count } = model.book(makeBook);
  count.value = (count.value ?? 0) + by;
  return { count: count.value };
}

const unbalance = modelMessage<{ readonly by: number }>({
  judge: () => undefined,
  apply(model, _actor, { by }) {
    if (by !== 0) model.imbalance.value = "sabotage/count";
    return raise(model, 1);
  },
});

const fail = modelMessage<{ readonly isCalledOff: boolean }>({
  judge: (_model, _actor, { isCalledOff }, grounds) => void grounds.when(!isCalledOff, "machine/fault"),
  apply: () => undefined,
});

const rise = modelMessage<{ readonly by: number }>({
  sinceVersion: 2,
  judge: (model, _actor, { by }, grounds) =>
    void grounds.when(by > parameterNumber(model, "sabotage.riseMost"), "sabotage/countTooHigh"),
  apply: (model, _actor, { by }) => raise(model, by),
});

export const model: ModuleModel = {
  messages: { unbalance, fail, rise },
  *rows(model) {
    const { count } = model.book(makeBook);
    if (count.value !== undefined) yield ["sabotage/count", count.value];
  },
};
