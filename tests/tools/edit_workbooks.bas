' Opens, edits and saves workbooks in LibreOffice as a person would, by orders in a file: one a line, its parts apart by
' spaces, each part the decimal codes of its letters (so that no encoding stands between).
'
'   open PATH | text SHEET CELL TEXT | number SHEET CELL NUMBER | save PATH FILTER | close
'
' A locked cell of a protected sheet stays as it is; the orders after it go on.
Sub Main(orders As String)
  Dim file As Integer, line As String, part, doc, target
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  filter(0).Name = "FilterName"
  file = FreeFile
  Open orders For Input As #file
  Do While Not Eof(file)
    Line Input #file, line
    part = Split(line, " ")
    Select Case Letters(part(0))
      Case "open"
        doc = StarDesktop.loadComponentFromURL(ConvertToURL(Letters(part(1))), "_blank", 0, hidden())
      Case "text"
        target = Cell(doc, part)
        If IsOpen(doc, part) Then target.setString(Letters(part(3)))
      Case "number"
        target = Cell(doc, part)
        If IsOpen(doc, part) Then target.setValue(Val(Letters(part(3))))
      Case "save"
        filter(0).Value = Letters(part(2))
        doc.calculateAll()
        doc.storeToURL(ConvertToURL(Letters(part(1))), filter())
      Case "close"
        doc.close(True)
    End Select
  Loop
  Close #file
  StarDesktop.terminate()
End Sub

Function Cell(doc, part)
  Cell = doc.Sheets.getByName(Letters(part(1))).getCellRangeByName(Letters(part(2)))
End Function

' Programs may write into locked cells; people may not.
Function IsOpen(doc, part) As Boolean
  IsOpen = Not (doc.Sheets.getByName(Letters(part(1))).isProtected() And Cell(doc, part).CellProtection.IsLocked)
End Function

Function Letters(codes) As String
  Dim text As String, code
  For Each code In Split(codes, ",")
    If code <> "" Then text = text & Chr(CLng(code))
  Next
  Letters = text
End Function
