# Ce que montre la ligne de commande.
step-read = Lecture des retours
step-evaluate = Calcul des indicateurs
step-render = Fabrication des documents
step-deliver = Envoi des courriels
document-dashboard = Tableau de bord
document-questionnaire = Votre questionnaire
status-atteint = ● Atteint
status-en-bonne-voie = ◆ En bonne voie
status-a-surveiller = ▲ À surveiller
status-critique = ■ Critique
status-n-d = ○ Non disponible
