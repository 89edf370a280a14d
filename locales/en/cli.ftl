# What the command line shows.
step-read = Reading returns
step-evaluate = Computing indicators
step-render = Making documents
step-deliver = Sending mails
document-dashboard = Dashboard
document-questionnaire = Your questionnaire
status-atteint = ● Reached
status-en-bonne-voie = ◆ On track
status-a-surveiller = ▲ To watch
status-critique = ■ Critical
status-n-d = ○ Not available
