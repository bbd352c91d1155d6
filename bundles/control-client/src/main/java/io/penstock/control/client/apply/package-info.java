/** What the server wants, verified, held against the local policy and made to run, or not. */
package io.penstock.control.client.apply;
