/** The file output: lines appended to a file, each batch exactly once. */
package io.penstock.plugin.file.write;
