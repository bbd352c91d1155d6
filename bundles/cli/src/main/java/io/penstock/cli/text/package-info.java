/** Plain values as tables, JSON and YAML. */
package io.penstock.cli.text;
