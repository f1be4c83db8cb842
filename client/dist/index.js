export { chargeRoute } from "./charge-route.js";
export { SeahorseProblem, SeahorseUnreachable } from "./errors.js";
export { SeahorseClient } from "./seahorse-client.js";
