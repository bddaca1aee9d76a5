/** Prints what n8n's scanner for community packages finds in a folder: its folder and its patterns. */
import { analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder, ...patterns] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await analyzePackage(folder, patterns)));
