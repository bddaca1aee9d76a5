import axios from 'axios';

/** What the customer's browser does on the 3D page. */
export async function openPage(url: string): Promise<void> {
	await axios.get(url, { proxy: false });
}
