import { METALS } from '../../../minted/model';
import { RESOURCE_NAMES, type Operation } from '../operation';
import { canPreview, effectOf, isOrder } from './policy';

/**
 * What a model is told of a tool, as an expression over the raw texts of the node's fields: to work
 * out a value that the model is yet to choose would fail.
 */
export function describeTool(operation: Operation): string {
	const effect = effectOf(operation);
	const said = FOR_MODELS[`${operation.resource}.${operation.value}`] ?? operation.description;
	const what = `${said} (Minted Connect, ${RESOURCE_NAMES[operation.resource]}).`;
	if (effect === 'read') return `${what} Only reads. ${UNITS}`;
	if (effect === 'write') {
		return `=${what} This changes data at Minted. ${switched('Do it only when the user asked for it.')}`;
	}
	if (isOrder(operation)) {
		const preview = `Shows what the order would come to, and orders nothing. ${UNITS} Its field "confirmation" is the text that the tool for the order itself needs, to the letter, within four minutes. Never change it and never make one up.`;
		return `=${what} {{ $rawParameter.previewOnly === true ? ${JSON.stringify(preview)} : ${JSON.stringify(MONEY)} }} ${METAL} ${CURRENCY} {{ $rawParameter.previewOnly === true ? "" : $rawParameter.allowOrdersByAi === true ? ${LIMITS} + ($rawParameter.requireConfirmation === false ? "" : ${JSON.stringify(CONFIRM)}) : ${JSON.stringify(OFF)} }}`;
	}
	if (canPreview(operation)) {
		return `=${what} {{ $rawParameter.previewOnly === true ? ${JSON.stringify(PREVIEW)} : ${JSON.stringify(MONEY)} + ($rawParameter.allowOrdersByAi === true ? " " + ${LIMITS} : ${JSON.stringify(` ${OFF}`)}) }}`;
	}
	return `=${what} ${MONEY} ${CURRENCY} {{ $rawParameter.allowOrdersByAi === true ? ${LIMITS} : ${JSON.stringify(OFF)} }}`;
}

/** Where what the node says to people would mislead a model. */
const FOR_MODELS: Readonly<Record<string, string>> = {
	'api.call': 'Read from a path of the Partner API for which there is no tool of its own',
	'price.fix': 'Get the current prices of the metals',
};

const UNITS = 'Amounts of metal are grams, prices are for one gram.';
const MONEY = `THIS MOVES REAL MONEY OR METAL. ${UNITS} Use it only when the user has asked for exactly this. The same call again in one conversation is not done twice.`;
const PREVIEW = 'Shows all that it would come to, fees included, and orders nothing.';
const OFF = 'It is turned off: every call is refused until the builder allows it.';
const CONFIRM =
	' It needs a confirmation: call the preview tool first with the same values, and pass on its "confirmation" to the letter.';

const switched = (text: string): string =>
	`{{ $rawParameter.allowOrdersByAi === true ? ${JSON.stringify(text)} : ${JSON.stringify(OFF)} }}`;

const isModels = (text: string): string => `String(${text}).startsWith("=")`;

/** Version 1 has a choice of metals and "other", later versions a locator of SKUs alone. */
const SKU = `($rawParameter.metal && $rawParameter.metal !== "other" ? $rawParameter.metal : (($rawParameter.sku || {}).value || $rawParameter.sku || ""))`;

const CURRENCY_CODE = `($rawParameter.currency || ($rawParameter.options || {}).currency || "TRY")`;

const names = METALS.map(({ name, sku }) => `${sku} (${name})`).join(', ');

/** The fixed metal, or those to choose from. */
const METAL = `{{ ${isModels(SKU)} ? ${JSON.stringify(`Metal: one of ${names}.`)} : "Metal: " + ${SKU} + " only; refuse the user any other." }}`;

const CURRENCY = `Money is in {{ ${isModels(CURRENCY_CODE)} ? "the currency that the builder chose" : ${CURRENCY_CODE} }}.`;

const LIMITS = `"At most " + $rawParameter.aiMaxTotal + " an order and " + $rawParameter.aiMaxOrders + " order(s) in one conversation" + ($rawParameter.aiBudget ? ", " + $rawParameter.aiBudget + " in all." : ".")`;
