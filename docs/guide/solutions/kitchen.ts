/** A solution of the [exercise](../exercises/kitchen.ts): who has waited longest is served first. */
import { type Context, protocol, role } from "lightcone";

type Message = { type: "hungry" } | { type: "meal" } | { type: "thanks" };

interface Kitchen {
  waiting: string[];
  isServing: boolean;
}

export default protocol<Message>()({
  name: "kitchen",
  roles: {
    cook: role({
      initially: (): Kitchen => ({ waiting: [], isServing: false }),
      upon: {
        hungry(state, _message, context) {
          state.waiting.push(context.from);
          serve(state, context);
        },
        thanks(state, _message, context) {
          state.isServing = false;
          serve(state, context);
        },
      },
    }),
    guest: role({
      processes: 3,
      initially({ send }) {
        send("cook", { type: "hungry" });
        return { isHungry: true };
      },
      upon: {
        meal(state, _message, { reply, setTimer }) {
          state.isHungry = false;
          reply({ type: "thanks" });
          setTimer("digest");
        },
      },
      uponTimeout: {
        digest(state, { send }) {
          state.isHungry = true;
          send("cook", { type: "hungry" });
        },
      },
    }),
  },
  properties: {
    onePlate: {
      invariant: ({ guest }) =>
        guest.flatMap(({ mailbox }) => mailbox).filter(({ message }) => message.type === "meal").length < 2,
    },
    somebodyEats: { infinitelyOften: ({ guest }) => guest.some(({ state }) => !state.isHungry) },
    everybodyEats: { forEach: "guest", infinitelyOften: ({ state }) => !state.isHungry },
  },
});

function serve(state: Kitchen, { send }: Context<Message>): void {
  if (state.isServing) return;
  const guest = state.waiting.shift();
  if (guest === undefined) return;
  state.isServing = true;
  send(guest, { type: "meal" });
}
