// What the module `basket` must do: what it may be made of.
import { judgeRole } from "./authority/book.ts";
import { type Basket, basketOf, byComponent, currentBasket } from "./basket/book.ts";
import { type ModuleModel, modelMessage } from "./model.ts";
import { oracleOf } from "./oracle/book.ts";

interface Component {
  readonly component: string;
  readonly feed: string;
}

const addComponent = modelMessage<Component>({
  judge(model, actor, { component, feed }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    grounds.when(!oracleOf(model).feeds.has(feed), "oracle/unknownFeed");
    grounds.when(basketOf(model).components.has(component), "basket/componentExists");
  },
  apply: (model, _actor, { component, feed }) => basketOf(model).components.set(component, feed),
});

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { addComponent },
  start(model, part) {
    const { basketKdg, lines, remainderNano } = part as Basket;
    const { baskets, components } = basketOf(model);
    for (const { component, feed } of lines) components.set(component, feed);
    const sorted = [...lines].sort(byComponent);
    baskets.set("current", { reweights: 0, basketKdg, lines: sorted, remainderNano, sinceMs: model.timeMs });
  },
  *rows(model) {
    const { components, records } = basketOf(model);
    yield ["basket/current", currentBasket(model)];
    for (const [component, feed] of components.entries()) yield [`basket/component/${component}`, { component, feed }];
    for (const [number, record] of records.entries()) yield [`basket/reweight/${padded(number)}`, record];
  },
};
