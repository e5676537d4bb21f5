// What the module that joins later must do.
import { type ModuleModel, modelMessage } from "./model.ts";
import { UndoCell, type UndoLog } from "./undo.ts";

const makeBook = (log: UndoLog) => ({ greetings: new UndoCell(log, 0) });

const greet = modelMessage<{ readonly times: number }>({
  judge: (_model, _actor, { times }, grounds) => void grounds.when(times === 0, "latecomer/notPolite"),
  apply(model, _actor, { times }) {
    const { greetings } = model.book(makeBook);
    greetings.value += times;
    return { greetings: greetings.value };
  },
});

export const model: ModuleModel = {
  messages: { greet },
  start(model) {
    model.book(makeBook).greetings.value = 7;
  },
  *rows(model) {
    yield ["latecomer/greeting", model.book(makeBook).greetings.value];
  },
};
