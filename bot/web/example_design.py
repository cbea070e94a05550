"""A short design document to try the review on; it chooses some things that its own figures speak against."""

EXAMPLE = """# Support assistant: design

Status: proposed. Owner: the support platform team.

## Context

Customers write to us in four languages. We expect about 40,000 LLM requests a day in the first year.
Our team has six application developers; nobody here has run GPU servers before.

## Decision

We will host an open model ourselves on our own GPU cluster instead of calling a provider's API.
The answers have to follow our tone, so we will fine-tune that model on 300 labelled conversations.

The product list changes every week, and answers must quote it correctly.

## Review of answers

Every answer will be read by a person before it is sent. A wrong answer is annoying and can be put right with a second
message. The model reports how confident it is.

## Nightly scoring

Churn scores are read once a week by the retention team. We will compute them in real time, on every click.
Sigari reports that 90% of labelled data is noise.
"""
