#!/bin/sh
# Shows n8n the package that lies beside this file, then runs the command that is given.
#
# A volume over /home/node/.n8n hides what the image holds there, and keeps what it held first for
# ever. So the package stays outside and is linked in at every start: a new image brings a new package.
set -eu

name=n8n-nodes-minted-connect
here=$(cd "$(dirname "$0")" && pwd)
modules="${N8N_USER_FOLDER:-$HOME}/.n8n/nodes/node_modules"

mkdir -p "$modules"
rm -rf "${modules:?}/$name"
ln -s "$here/$name" "$modules/$name"

exec "$@"
