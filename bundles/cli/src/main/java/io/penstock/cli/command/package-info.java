/** One class for every command; each is made only when it is called. */
package io.penstock.cli.command;
