/** Writes the project of a new plugin. */
package io.penstock.cli.project;
