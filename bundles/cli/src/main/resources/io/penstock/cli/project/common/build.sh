#!/bin/sh
# Builds and tests this plugin. Needs only a JDK (17 or newer) and, for the tests, the penstock command.
#   PENSTOCK  the command, when it is neither on the PATH nor where this project was made
set -eu
cd "$(dirname "$0")"

rm -rf target
mkdir -p target/classes
# The warnings left out are about annotations of a tool that this build does without.
find src/main/java -name '*.java' >target/sources
javac --release 17 -parameters -Xlint:all,-classfile,-processing -cp lib/penstock-core.jar -d target/classes @target/sources 2>target/javac.log || {
    cat target/javac.log >&2
    exit 1
}
cp -R src/main/resources/. target/classes/
jar --create --file target/@name@-1.0.0.jar --manifest src/main/bundle/MANIFEST.MF -C target/classes .
echo "built target/@name@-1.0.0.jar"

penstock=${PENSTOCK:-}
if [ -z "$penstock" ]; then
    if command -v penstock >/dev/null 2>&1; then penstock=penstock; else penstock='@penstock@'; fi
fi
if command -v "$penstock" >/dev/null 2>&1; then
    "$penstock" pipe @check@ --plugins target pipe.yaml
else
    echo "no penstock command found: not tested; set PENSTOCK to it" >&2
fi
