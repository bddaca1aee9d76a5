import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

const create: INodeParameters = {
	resource: 'customer',
	operation: 'create',
	newCustomerId: 'MTD-NEW-1',
	firstname: 'Grace',
	lastname: 'Sample',
	phone: '+905550000009',
	identityNumber: '10000000146',
};
const get: INodeParameters = {
	resource: 'customer',
	operation: 'get',
	customerId: byId('MTD-NEW-1'),
};

it('creates a customer, who can then be read and traded for', async () => {
	const { json } = await shop.run({
		...create,
		personMore: { email: ' grace@example.com ', gender: 'F', birthdate: '1990-12-31T00:00:00' },
	});
	expect(json[0]).toMatchObject({ external_id: 'MTD-NEW-1', firstname: 'Grace' });
	expect((await shop.run(get)).json).toEqual([
		{
			external_id: 'MTD-NEW-1',
			account_type: 'person',
			firstname: 'Grace',
			lastname: 'Sample',
			fullname: 'Grace Sample',
			email: 'grace@example.com',
			phone: '+905550000009',
			wallet_count: expect.any(Number),
			wallets: expect.any(Array),
		},
	]);
});

it('keeps the identity number out of the simplified output', async () => {
	await shop.run(create);
	const { items } = await shop.run(get);
	expect(JSON.stringify(items)).not.toContain('10000000146');
});

it('changes what is named of a company, and leaves the rest', async () => {
	const { json } = await shop.run({
		resource: 'customer',
		operation: 'updateBusiness',
		customerId: byId('MTD-DEMO-3'),
		businessMore: { email: 'office@example.com' },
	});
	expect(shop.sandbox.requests().at(-1)?.body).toEqual({
		account_type: 'company',
		email: 'office@example.com',
	});
	expect(json[0]).toMatchObject({ firstname: 'Example Trading', email: 'office@example.com' });
});

it('sends the day of a date, whatever time comes with it', async () => {
	await shop.run({ ...create, personMore: { birthdate: '1990-12-31T23:59:59.000+03:00' } });
	expect(shop.sandbox.requests().at(-1)?.body).toMatchObject({ birthdate: '1990-12-31' });
});

it('sends fields that only the user knows of along', async () => {
	await shop.run({ ...create, additionalBody: '{ "segment": "gold" }' });
	expect(shop.sandbox.requests().at(-1)?.body).toMatchObject({
		segment: 'gold',
		firstname: 'Grace',
	});
});

it.each([
	[{ firstname: 'Al' }, 'First Name must have 3 to 40 characters, it has 2'],
	[{ newCustomerId: '={{ $json.none }}' }, 'Customer ID is empty'],
	[{ personMore: { email: 'grace' } }, 'Email is not an email address'],
	[{ personMore: { birthdate: '1990-02-31' } }, 'Birth Date is not a date'],
	[{ additionalBody: '{' }, 'Extra Body Fields (JSON) is not valid JSON'],
	[{ additionalBody: '[]' }, 'Extra Body Fields (JSON) is not a JSON object'],
	[
		{ additionalBody: '{ "phone": "1" }' },
		'Extra Body Fields (JSON) contains "phone", which another field already sets',
	],
])('refuses %p before anything is sent', async (wrong, message) => {
	const { error, requests } = await shop.run({ ...create, ...wrong });
	expect(error).toMatchObject({ message });
	expect(requests.requests).toBe(0);
});

it("names the field that Minted refuses, in Minted's own words", async () => {
	const { error } = await shop.run({ ...create, additionalBody: '{ "gender": "X" }' });
	expect(error).toMatchObject({
		message: 'Minted refused a value (field gender)',
		description: expect.stringMatching(/^Minted says: ".+; gender: .+"/),
	});
});

it('says that the customer exists already', async () => {
	await shop.run(create);
	const { error } = await shop.run(create, { credential: { language: 'en' } });
	expect(error?.description).toContain('A customer with this external_id already exists');
});
