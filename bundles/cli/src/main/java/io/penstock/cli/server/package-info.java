/** Commands that ask a Penstock server over HTTPS, and where people keep which server they mean. */
package io.penstock.cli.server;
