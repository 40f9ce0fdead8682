-- Lists of cases go status by status, so that the many closed ones cost nothing.
CREATE INDEX cases_of_desk ON cases (desk, status, updated_ms);
CREATE INDEX cases_of_assignee ON cases (assignee, status, updated_ms) WHERE assignee IS NOT NULL;
CREATE INDEX cases_of_organisation ON cases (organisation, status, updated_ms)
	WHERE organisation IS NOT NULL;
CREATE INDEX cases_of_team ON cases (team, status, updated_ms) WHERE team <> '';
CREATE INDEX participant_cases ON participant (person, case_id);
DROP INDEX cases_assignee;
DROP INDEX cases_organisation;
DROP INDEX cases_team;
DROP INDEX participant_person;
