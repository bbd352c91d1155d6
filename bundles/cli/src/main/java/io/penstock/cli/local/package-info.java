/** Pipes without a running Penstock: plugins are found by their jars' manifests and loaded in this plain JVM. */
package io.penstock.cli.local;
