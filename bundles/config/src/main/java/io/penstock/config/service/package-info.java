/** The shells: components, admin commands, and the forms of the web console. */
package io.penstock.config.service;
