/**
 * n8n's node panel shows the action node and its webhook trigger as one, under the trigger's
 * description; so both have the same.
 */
export const DESCRIPTION =
	'Buy, sell, store and deliver gold, silver and platinum, and start workflows when Minted pushes an order';

/** What stands below a step: "Order: Get Many". */
export const SUBTITLE =
	'={{ [$parameter["resource"], $parameter["operation"]].map((name) => name.charAt(0).toUpperCase() + name.slice(1).replace(/([A-Z]|\\d+)/g, " $1")).join(": ") }}';
