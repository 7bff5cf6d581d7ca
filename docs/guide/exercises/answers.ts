/**
 * A client asks a shop for two prices at once. Delays are arbitrary, so the answers may come in any order; the
 * client below takes the first for the price of the tea.
 *
 * Complete them: each question gets its own answer, whatever the prices are.
 */
import { protocol, role } from "lightcone";

type Item = "tea" | "cake";

type Message = { type: "request"; item: Item } | { type: "response"; price: number };

export default protocol<Message>()({
  name: "answers",
  roles: {
    client: role({
      initially({ send }) {
        send("shop", { type: "request", item: "tea" });
        send("shop", { type: "request", item: "cake" });
        return { prices: {} as Partial<Record<Item, number>> };
      },
      upon: {
        response({ prices }, { price }) {
          if (prices.tea === undefined) prices.tea = price;
          else prices.cake = price;
        },
      },
    }),
    shop: role({
      inputs: [
        { tea: 1, cake: 1 },
        { tea: 1, cake: 2 },
        { tea: 2, cake: 1 },
      ],
      initially: () => ({}),
      upon: {
        request(_state, { item }, { input, reply }) {
          reply({ type: "response", price: input[item] });
        },
      },
    }),
  },
  properties: {
    right: {
      invariant: ({ client: [{ state }], shop: [{ input }] }) =>
        (["tea", "cake"] as const).every((item) => [undefined, input[item]].includes(state.prices[item])),
    },
    answered: {
      eventually: ({ client: [{ state }] }) =>
        state.prices.tea !== undefined && state.prices.cake !== undefined,
    },
  },
});
