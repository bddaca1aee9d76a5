/** For n8n the list of nodes and credentials is package.json's "n8n"; this loads the same files. */
const { n8n } = require('./package.json');

module.exports = Object.assign(
	{},
	...[...n8n.nodes, ...n8n.credentials].map((file) => require(`./${file}`)),
);
