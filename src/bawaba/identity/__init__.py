"""Who people are: populations, enrolment, attestation, accounts."""
